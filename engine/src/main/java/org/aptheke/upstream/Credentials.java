package org.aptheke.upstream;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.http.Request;
import org.aptheke.http.TargetUri;
import org.aptheke.remap.Remaps;

/**
 * All credentials of the operator: who asks with them for what. A client that may use some gets another target than one
 * that may not, so that what is stored, running or remembered for the one is never found by the other. Immutable.
 */
public final class Credentials {
    public static final Credentials NONE = new Credentials(List.of(), Remaps.none());

    private final Map<String, Credential> byName = new LinkedHashMap<>();
    private final Remaps remaps;

    /** @param remaps which may name credentials that their mirrors want */
    public Credentials(List<Credential> credentials, Remaps remaps) {
        credentials.forEach(credential -> byName.put(credential.name(), credential));
        this.remaps = remaps;
    }

    /** The request as this client makes it: with the operator's credentials where it may use them and brings none. */
    public Request seenBy(InetAddress client, Request request) {
        if (byName.isEmpty() || request.fields().contains("Authorization")) {
            return request;
        }
        for (var credential : byName.values()) {
            if (concerns(credential, request.target()) && credential.admits(client)) {
                return new Request(request.method(), request.target().as(credential.name()), request.fields());
            }
        }
        return request;
    }

    /** The target as this program asks for it by itself, for those who may have what credentials open. */
    public TargetUri seenByItself(TargetUri target) {
        return byName.values().stream()
                .filter(credential -> concerns(credential, target))
                .findFirst()
                .map(credential -> target.as(credential.name()))
                .orElse(target);
    }

    /** Whether not every client gets the same for this target. */
    public boolean concern(TargetUri target) {
        if (byName.isEmpty()) {
            return false;
        }
        return byName.values().stream().anyMatch(credential -> concerns(credential, target));
    }

    /** What {@code Authorization} says to the origin of a target that is asked for with credentials. */
    Optional<String> authorization(TargetUri target) {
        return target.credential()
                .flatMap(name -> Optional.ofNullable(byName.get(name)))
                .flatMap(credential -> credential.authorization(target));
    }

    private boolean concerns(Credential credential, TargetUri target) {
        return remaps.isName(target)
                ? remaps.credential(target).equals(Optional.of(credential.name()))
                : credential.covers(target);
    }
}
