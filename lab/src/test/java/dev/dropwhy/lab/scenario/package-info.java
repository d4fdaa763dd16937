/** Lives and deaths of one run, which no scenario can tell. */
@NullMarked
package dev.dropwhy.lab.scenario;

import org.jspecify.annotations.NullMarked;
