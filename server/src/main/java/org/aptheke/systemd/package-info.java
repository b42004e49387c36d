/**
 * The program under a service manager that speaks the protocols of systemd: it is told what the program does (sd_notify(3),
 * sd_watchdog_enabled(3)), and may have begun to listen for it (sd_listen_fds(3)). It uses nothing of the rest; how a datagram
 * is sent is given to it. Start with {@link org.aptheke.systemd.Supervisor}.
 */
@NullMarked
package org.aptheke.systemd;

import org.jspecify.annotations.NullMarked;
