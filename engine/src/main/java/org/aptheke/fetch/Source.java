package org.aptheke.fetch;

import org.aptheke.http.Fields;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.Redirects;

/**
 * Where a promised content may be had.
 *
 * @param aroundCaches whether caches on the way there are told to ask it themselves: one of them may hold another content
 */
record Source(TargetUri target, boolean aroundCaches) {
    /** The request for the whole, or with {@code extra} for a range of it. */
    OriginRequest request(FetchPlan plan, Fields extra) {
        var fields = Redirects.fieldsFor(target, plan.request().target(), plan.fields());
        if (aroundCaches) {
            fields = fields.with("Cache-Control", "no-cache").with("Pragma", "no-cache");
        }
        return new OriginRequest("GET", target, fields.toBuilder().addAll(extra).build());
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
