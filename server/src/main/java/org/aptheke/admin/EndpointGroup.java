package org.aptheke.admin;

import java.util.List;

/** Endpoints about one thing. A new group is added to {@link Endpoints#groups}. */
interface EndpointGroup {
    List<Endpoint> endpoints();
}
