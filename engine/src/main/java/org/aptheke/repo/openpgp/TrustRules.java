package org.aptheke.repo.openpgp;

/**
 * Says for each repository whose signatures count and what is demanded of them. Safe for use by many threads; an
 * implementation may read files now and then, so event loops do not ask.
 */
@FunctionalInterface
public interface TrustRules {
    /**
     * What holds for one repository.
     *
     * @param archiveRoot the authority and the path of its root as in a cache key, such as {@code deb.example.org/debian}
     */
    Trust of(String archiveRoot);

    /** The keys whose signatures count, and the policy. */
    record Trust(SignaturePolicy policy, Keyrings keyrings) {}
}
