package org.aptheke.console;

import java.util.Optional;
import org.aptheke.admin.StandingWords;
import org.aptheke.admin.SuiteTable;
import org.aptheke.suite.SuiteStatus;

/**
 * A suite as it stands.
 *
 * @param trouble what is wrong; empty when nothing is
 * @param signer empty when no release could be taken yet
 */
record SuiteRow(
        String suite,
        Badge state,
        boolean isWell,
        String trouble,
        Optional<Moment> since,
        Optional<String> name,
        Optional<Moment> date,
        Optional<Moment> validUntil,
        Optional<Moment> adoptedAt,
        Optional<Moment> checkedAt,
        String generation,
        String signer,
        String url,
        int members,
        int retained,
        Optional<Moment> askedAt,
        Optional<Boolean> byHash) {
    static SuiteRow of(SuiteStatus status, Frame frame) {
        var words = StandingWords.of(status.standing());
        var current = status.current();
        return new SuiteRow(
                status.suite(),
                Badge.of(words),
                SuitesPage.isWell(words),
                words.member().map(member -> member + ": ").orElse("") + words.detail(),
                frame.moment(words.since()),
                current.flatMap(SuiteStatus.Current::name),
                frame.moment(current.flatMap(SuiteStatus.Current::date)),
                frame.moment(current.flatMap(SuiteStatus.Current::validUntil)),
                frame.moment(current.map(SuiteStatus.Current::adoptedAt)),
                frame.moment(status.checkedAt()),
                current.map(each -> Figures.count(each.generation())).orElse("–"),
                current.map(SuiteStatus.Current::verdict).orElse(""),
                status.url(),
                status.members(),
                status.retained(),
                Optional.of(frame.moment(status.askedAt())),
                current.map(SuiteStatus.Current::byHash));
    }

    /** Without addresses and fingerprints, which the page of the suite has. */
    String briefSigner() {
        return SuiteTable.brief(signer);
    }

    String briefTrouble() {
        return SuiteTable.brief(trouble);
    }

    /** Where it is shown alone. */
    String page() {
        return Links.to("/suite", "name", suite);
    }
}
