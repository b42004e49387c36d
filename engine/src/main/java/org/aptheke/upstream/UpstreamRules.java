package org.aptheke.upstream;

import java.util.List;
import java.util.Optional;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;

/** The operator's word on which origins are asked by https. The first rule that matches decides. Immutable. */
public record UpstreamRules(List<UpstreamRule> rules) {
    public static final UpstreamRules NONE = new UpstreamRules(List.of());

    public UpstreamRules {
        rules = List.copyOf(rules);
    }

    /** The scheme laid down for the target; empty when no rule is about it. */
    public Optional<Scheme> schemeFor(TargetUri target) {
        for (var rule : rules) {
            if (rule.matches(target)) {
                return Optional.of(rule.scheme());
            }
        }
        return Optional.empty();
    }
}
