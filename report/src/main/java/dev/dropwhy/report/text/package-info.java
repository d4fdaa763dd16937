/** The report for a person at a terminal, and the paragraphs and tables that such text is made of. */
@NullMarked
package dev.dropwhy.report.text;

import org.jspecify.annotations.NullMarked;
