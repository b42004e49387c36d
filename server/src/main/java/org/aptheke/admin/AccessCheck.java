package org.aptheke.admin;

import io.javalin.http.Context;

/** Lets a request through to its endpoint, or answers it. It is asked for each request to each endpoint. */
interface AccessCheck {
    boolean admits(Context context, Endpoint endpoint);
}
