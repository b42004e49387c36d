package org.aptheke.route;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.origin.Secret;

/** Users with plain passwords, which counts how often it is asked. Safe for use by many threads. */
public final class KnownUsers implements Passwords {
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger version = new AtomicInteger();
    private volatile Runnable beforeAnswer = () -> {};

    public KnownUsers with(String user, String password) {
        passwords.put(user, password);
        version.incrementAndGet();
        return this;
    }

    public void forget(String user) {
        passwords.remove(user);
        version.incrementAndGet();
    }

    /** What happens in each comparison before its answer. */
    public void before(Runnable action) {
        beforeAnswer = action;
    }

    public int asked() {
        return asked.get();
    }

    @Override
    public boolean accepts(String user, Secret password) {
        asked.incrementAndGet();
        beforeAnswer.run();
        return Secret.of(passwords.getOrDefault(user, "")).equals(password) && passwords.containsKey(user);
    }

    @Override
    public boolean knows(String user) {
        return passwords.containsKey(user);
    }

    @Override
    public int version() {
        return version.get();
    }
}
