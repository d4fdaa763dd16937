/**
 * The report as one page that needs nothing else: no script, no font, no request. Text reaches the page through {@link
 * dev.dropwhy.report.html.Markup} alone, which escapes it; the page's own content security policy forbids everything but
 * its own style sheet, should that ever fail.
 */
@NullMarked
package dev.dropwhy.report.html;

import org.jspecify.annotations.NullMarked;
