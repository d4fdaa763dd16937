/**
 * What is known about drops, as data: YAML catalogs, the records they are read into, and their lookups. Knowledge lives
 * here and only here; nothing in this package measures, counts or judges.
 */
@NullMarked
package dev.dropwhy.diagnosis.catalog;

import org.jspecify.annotations.NullMarked;
