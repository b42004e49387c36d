/**
 * The data port: HTTP/1 connections, answers from memory and by sendfile, tunnels. The only package that knows Netty;
 * it may use the engine's ports and events, and nothing of the other server packages. Start with
 * {@link org.aptheke.server.netty.DataPortServer}, then {@link org.aptheke.server.netty.ConnectionHandler}.
 */
@NullMarked
package org.aptheke.server.netty;

import org.jspecify.annotations.NullMarked;
