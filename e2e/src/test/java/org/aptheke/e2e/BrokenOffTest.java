package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.testkit.CutShortException;
import org.aptheke.testkit.Handler;
import org.aptheke.testkit.Reply.Ending;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The origin breaks off in the middle of a file. */
final class BrokenOffTest extends SharedAptheke {
    private static final int LENGTH = 2_000_000;
    private static final Resource OLD = Resource.of(Samples.bytes(1, LENGTH)).withEtag("\"old\"");
    private static final Resource NEW = Resource.of(Samples.bytes(2, LENGTH)).withEtag("\"new\"");

    @ParameterizedTest(name = "at {0} %, by {1}")
    @CsvSource({"1,CLOSE", "37,CLOSE", "99,CLOSE", "37,RESET"})
    void get_brokenOff_isResumedWithRangeAndIfRange(int percent, Ending ending) throws Exception {
        int cut = LENGTH / 100 * percent;
        origin.on("/pool/f.deb", firstCutAt(cut, ending, OLD, OLD));

        var answer = get("/pool/f.deb");

        assertThat(answer.sha256()).isEqualTo(OLD.sha256());
        assertThat(origin.count("/pool/f.deb")).isEqualTo(2);
        var resumed = origin.requests("/pool/f.deb").get(1);
        assertThat(resumed.field("If-Range")).contains("\"old\"");
        if (ending == Ending.CLOSE) {
            assertThat(resumed.field("Range")).contains("bytes=" + cut + "-");
        } else {
            assertThat(resumed.field("Range"))
                    .hasValueSatisfying(range -> assertThat(range).matches("bytes=\\d+-"));
        }
        assertThat(get("/pool/f.deb").sha256()).isEqualTo(OLD.sha256());
        assertThat(origin.count("/pool/f.deb")).isEqualTo(2);
    }

    @Test
    void get_brokenOffWithLastModifiedOnly_isResumedByDate() throws Exception {
        var dated = Resource.of(OLD.content()).withLastModified(Instant.parse("2026-01-02T03:04:05Z"));
        origin.on("/pool/dated.deb", firstCutAt(LENGTH / 2, Ending.CLOSE, dated, dated));

        assertThat(get("/pool/dated.deb").sha256()).isEqualTo(dated.sha256());

        assertThat(origin.requests("/pool/dated.deb").get(1).field("If-Range"))
                .contains("Fri, 02 Jan 2026 03:04:05 GMT");
    }

    @ParameterizedTest(name = "at {0} %")
    @ValueSource(ints = {1, 37, 99})
    void get_changedInBetween_isNoticedAndNeverMixed(int percent) throws Exception {
        origin.on("/pool/f.deb", firstCutAt(LENGTH / 100 * percent, Ending.CLOSE, OLD, NEW));

        assertThatThrownBy(() -> get("/pool/f.deb")).isInstanceOf(CutShortException.class);

        assertThat(get("/pool/f.deb").sha256()).isEqualTo(NEW.sha256());
    }

    @Test
    void get_changedAndTheOriginIgnoresIfRange_isNoticedAndNeverMixed() throws Exception {
        origin.on("/pool/f.deb", firstCutAt(LENGTH / 2, Ending.CLOSE, OLD, NEW.ignoring(Resource.Ignoring.IF_RANGE)));

        assertThatThrownBy(() -> get("/pool/f.deb")).isInstanceOf(CutShortException.class);

        assertThat(get("/pool/f.deb").sha256()).isEqualTo(NEW.sha256());
    }

    @Test
    void get_originKnowsNoRanges_isReadAgainFromTheStart() throws Exception {
        var simple = OLD.ignoring(Resource.Ignoring.RANGE);
        origin.on("/pool/f.deb", firstCutAt(LENGTH / 2, Ending.CLOSE, simple, simple));

        assertThat(get("/pool/f.deb").sha256()).isEqualTo(OLD.sha256());
    }

    @Test
    void get_brokenOffForGood_clientSeesTheCutAndNothingIsStored() throws Exception {
        origin.on("/pool/f.deb", (request, reply) -> OLD.answer(request, reply.cutAfter(0, Ending.CLOSE)));

        assertThatThrownBy(() -> requireWhole("/pool/f.deb")).isInstanceOf(Exception.class);

        origin.on("/pool/f.deb", OLD);
        assertThat(get("/pool/f.deb").sha256()).isEqualTo(OLD.sha256());
    }

    /** Either cut short or a true error: what must not come is a 200 that looks whole. */
    private void requireWhole(String target) throws Exception {
        var answer = get(target);
        if (answer.status() != 200) {
            assertThat(answer.status()).isIn(502, 504);
            assertThat(answer.text()).isNotEmpty();
            throw new IllegalStateException("a true error: " + answer.statusLine());
        }
    }

    private static Handler firstCutAt(int position, Ending ending, Resource first, Resource later) {
        var requests = new AtomicInteger();
        return (request, reply) -> {
            if (requests.getAndIncrement() == 0) {
                first.answer(request, reply.cutAfter(position, ending));
            } else {
                later.answer(request, reply);
            }
        };
    }
}
