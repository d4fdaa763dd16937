@NullMarked
package dev.dropwhy.agent.dropevents.dropmonitor;

import org.jspecify.annotations.NullMarked;
