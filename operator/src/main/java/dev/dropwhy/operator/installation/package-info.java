/**
 * Two short programs of the operator's image that the chart's hooks run: the check of {@code helm test} and the removal of
 * agents after {@code helm uninstall}. They talk to the API server only, as a user of the operator does, and use nothing
 * of its other packages.
 */
@NullMarked
package dev.dropwhy.operator.installation;

import org.jspecify.annotations.NullMarked;
