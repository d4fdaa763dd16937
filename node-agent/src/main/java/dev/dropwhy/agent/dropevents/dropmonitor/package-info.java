/**
 * Drop events from the kernel's own drop monitor (NET_DM, net/core/drop_monitor.c), with the packets' bytes, over netlink. There
 * is one for the whole machine: somebody else's is listened to and never touched, an own one is stopped whatever happens.
 */
@NullMarked
package dev.dropwhy.agent.dropevents.dropmonitor;

import org.jspecify.annotations.NullMarked;
