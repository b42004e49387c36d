package org.aptheke.main;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.aptheke.cache.CacheKey;
import org.aptheke.systemd.Vital;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must work for clients to be served: the event loops turn, virtual threads run, the catalogue and the disk
 * answer. An error is an answer too: clients are served without the store, and a restart would not mend it.
 */
final class Vitals {
    private static final Logger LOG = LoggerFactory.getLogger(Vitals.class);
    private static final CacheKey NO_KEY = new CacheKey("vital");

    private Vitals() {}

    private interface Question {
        void ask() throws IOException;
    }

    static List<Vital> of(List<Executor> eventLoops, Works works) {
        var vitals = new ArrayList<Vital>();
        for (int i = 0; i < eventLoops.size(); i++) {
            vitals.add(new Vital("event loop " + (i + 1) + " of " + eventLoops.size(), eventLoops.get(i)::execute));
        }
        vitals.add(new Vital("virtual threads", Vitals::inVirtualThread));
        vitals.add(new Vital(
                "the catalogue",
                answers -> inVirtualThread(() -> answer(() -> works.catalog().findParts(NO_KEY), answers))));
        vitals.add(new Vital(
                "the disk of the store",
                answers -> inVirtualThread(() -> answer(() -> works.blobs().usableBytes(), answers))));
        return vitals;
    }

    private static void inVirtualThread(Runnable work) {
        Thread.ofVirtual().name("vital").start(work);
    }

    private static void answer(Question question, Runnable answers) {
        try {
            question.ask();
        } catch (IOException e) {
            LOG.debug("the store answers with an error", e);
        }
        answers.run();
    }
}
