// Draws the TeX of each formula. Where KaTeX refuses one, its text stays.
for (const formula of document.querySelectorAll(".formula")) {
    const text = formula.textContent;
    try {
        katex.render(formula.dataset.tex, formula, { strict: false });
        formula.title = text;
    } catch (error) {
        formula.textContent = text;
        console.error(`no formula for '${text}': ${error.message}`);
    }
}
