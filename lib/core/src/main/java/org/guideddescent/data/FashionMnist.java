package org.guideddescent.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Fashion-MNIST: images of clothes, 28 × 28 pixels as 784 numbers from 0 to 1, ten classes; MIT license. Xiao, Rasul
 * and Vollgraf, 2017, arXiv:1708.07747.
 *
 * @param train examples to learn from
 * @param test the official 10,000 test examples
 */
public record FashionMnist(Dataset train, Dataset test) {
    /** The classes in the order of their indices. */
    public static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private static final String FOLDER = "images/fashion-mnist/";

    /** {@return the first 10,000 of the official training examples, and the test examples} */
    public static FashionMnist load() {
        return load(DataFolder.find());
    }

    /**
     * {@return the images, as {@link #load()}, of a given folder}
     *
     * @param data where the images and {@code SHA256SUMS} are
     */
    public static FashionMnist load(DataFolder data) {
        return new FashionMnist(
                dataset(
                        data.file(FOLDER + "train10k-images-idx3-ubyte.gz"),
                        data.file(FOLDER + "train10k-labels-idx1-ubyte.gz")),
                test(data));
    }

    /**
     * {@return all 60,000 training examples, which are not part of the repository, and the test examples} The training
     * files are checked for their length, and by gzip's own checksum, but are not listed in SHA256SUMS.
     *
     * @throws UncheckedIOException if they have not been fetched
     */
    public static FashionMnist full() {
        return full(DataFolder.find());
    }

    /**
     * {@return the images, as {@link #full()}, of a given folder}
     *
     * @param data where the images and {@code SHA256SUMS} are
     */
    public static FashionMnist full(DataFolder data) {
        var folder = data.root().resolve(FOLDER + "full");
        return new FashionMnist(
                dataset(fetched(folder, "train-images-idx3-ubyte.gz"), fetched(folder, "train-labels-idx1-ubyte.gz")),
                test(data));
    }

    private static Dataset test(DataFolder data) {
        return dataset(
                data.file(FOLDER + "t10k-images-idx3-ubyte.gz"), data.file(FOLDER + "t10k-labels-idx1-ubyte.gz"));
    }

    private static Path fetched(Path folder, String name) {
        var file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            var sentence = "the full Fashion-MNIST is not in the repository, and " + file
                    + " is missing; run data/fetch-full, or use FashionMnist.load(), its first 10,000 examples";
            throw new UncheckedIOException(sentence, new IOException(sentence));
        }
        return file;
    }

    private static Dataset dataset(Path images, Path labels) {
        return new Dataset(Idx.images(images), Idx.labels(labels), CLASSES);
    }
}
