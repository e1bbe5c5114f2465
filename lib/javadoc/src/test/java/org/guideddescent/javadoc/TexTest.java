package org.guideddescent.javadoc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TexTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "d = m̂ / (√v̂ + ε)                @ d=\\hat{m}/(\\sqrt{\\hat{v}}+\\varepsilon )",
                "m ← β₁ m + (1 − β₁) g            @ m\\leftarrow β_{1}\\,m+(1-β_{1})\\,g",
                "1 − β₁ᵗ⁻¹                        @ 1-β_{1}^{t-1}",
                "X ← G / ‖G‖_F                    @ X\\leftarrow G/\\|G\\|_{F}",
                "λ^(−1/p)                         @ λ^{-1/p}",
                "c_{k−1} λ_max                    @ c_{k-1}\\,λ_{\\mathrm{max}}",
                "√((ρₜ − 4)(ρₜ − 2) / ρₜ)         @ \\sqrt{(ρ_{t}-4)(ρ_{t}-2)/ρ_{t}}",
                "Σ_{k<T} ηₖ                       @ \\textstyle\\sum_{k\\lt T}\\,η_{k}",
                "D Σ Dᵀ                           @ D\\,\\Sigma \\,D^{\\top }",
                "β*ᵀx                             @ β^{*\\top }x",
                "f′(x)                            @ f^{\\prime }(x)",
                "x̂˙                               @ \\dot{\\hat{x}}",
                "ε^⅓                              @ \\varepsilon ^{\\tfrac13}",
                "clip(m / max(γ h, ε), ±1)        @ \\operatorname{clip}(m/\\operatorname{max}(γ\\,h,\\varepsilon ),\\pm 1)",
                "−ln softmax(z)                   @ -\\operatorname{ln}\\,\\operatorname{softmax}(z)",
                "√(width of a head)               @ \\sqrt{\\text{width of a head}}",
                "dx = dy W                        @ dx=dy\\,W",
            })
    void readsWhatOurCommentsWrite(String text, String tex) {
        assertEquals(Optional.of(tex), Tex.of(text).map(t -> t.replaceAll("(?<=[=+/,←-]) | (?=[=+←])", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"the training weights", "see the paper", "\"quoted\"", "var x ☃ = 3"})
    void leavesSentencesCodeAndUnknownSignsAsTheyStand(String text) {
        assertEquals(Optional.empty(), Tex.of(text));
    }

    @Test
    void refusesABracketThatHasNoEnd() {
        assertEquals(Optional.empty(), Tex.of("√(a + b"));
    }
}
