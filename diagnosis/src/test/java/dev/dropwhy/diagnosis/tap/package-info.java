/** What may be inferred from a tap test, and what not. */
@NullMarked
package dev.dropwhy.diagnosis.tap;

import org.jspecify.annotations.NullMarked;
