package org.guideddescent.kernel.magic;

import io.github.spencerpark.jupyter.kernel.magic.registry.UndefinedMagicException;

/** No magic has this name; says which ones have a similar name. */
public final class UnknownMagic extends UndefinedMagicException {
    private static final long serialVersionUID = 1L;

    /** What to say. */
    private final String sentence;

    UnknownMagic(String name, boolean line, String sentence) {
        super(name, line);
        this.sentence = sentence;
    }

    @Override
    public String getMessage() {
        return sentence;
    }
}
