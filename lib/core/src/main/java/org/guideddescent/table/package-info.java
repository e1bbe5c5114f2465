/**
 * Results as Tablesaw tables. Whatever measures keeps its numbers in records, and {@link
 * org.guideddescent.table.RecordTable} makes columns of them: one for each component, under its name.
 *
 * @serial exclude
 */
package org.guideddescent.table;
