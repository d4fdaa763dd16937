/**
 * What is reported: the investigation with its status, and what each node found; and the first as JSON and YAML. Whatever
 * came from frames, files or process names is stripped of control characters by {@link
 * dev.dropwhy.report.document.CleanText} before it is written, in every format.
 */
@NullMarked
package dev.dropwhy.report.document;

import org.jspecify.annotations.NullMarked;
