/** The report's page in a real browser. */
@NullMarked
package dev.dropwhy.e2e.page;

import org.jspecify.annotations.NullMarked;
