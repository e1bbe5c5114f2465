/**
 * Readers of the data sets in {@code data/}, and batches of them as a function of (seed, step).
 *
 * <p>Every file that {@link org.guideddescent.data.DataFolder} hands out has been compared with {@code
 * data/SHA256SUMS}, so a curve that looks odd is not a damaged download. Batches have no iterator state: {@link
 * org.guideddescent.data.ShuffledBatches} can be asked for any step in any order, so a resumed run sees the same batches,
 * and two rules compared on one seed see the same batches. So can the windows of a text, in {@link
 * org.guideddescent.data.TextBatches}.
 */
package org.guideddescent.data;
