package org.aptheke.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aptheke.origin.ParentStatus;
import org.aptheke.remap.MirrorStatus;
import org.aptheke.upstream.SecureOrigin;

/**
 * How origins are reached just now.
 *
 * @param remaps the mirrors of each, by its name
 * @param secure those that are asked by https because they redirected there
 */
public record OriginStatus(
        Map<String, List<MirrorStatus>> remaps, List<ParentStatus> parents, List<SecureOrigin> secure) {
    public OriginStatus {
        remaps = new LinkedHashMap<>(remaps);
        parents = List.copyOf(parents);
        secure = List.copyOf(secure);
    }
}
