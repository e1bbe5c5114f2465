package org.guideddescent;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds the table of packages: who may import whom. CONTRIBUTING.md shows the same table to people. */
class ArchitectureTest {
    private static final Map<String, List<String>> MAY_IMPORT = table();

    private static Map<String, List<String>> table() {
        var t = new LinkedHashMap<String, List<String>>();
        t.put("table", List.of());
        t.put("space", List.of());
        t.put("compute", List.of());
        t.put("linalg", List.of("compute", "table"));
        t.put("schedule", List.of());
        t.put("objective", List.of("space", "compute", "linalg"));
        t.put("rule", List.of("space", "compute", "schedule", "objective"));
        t.put("optimizers", List.of("rule", "linalg", "compute", "space", "objective", "schedule", "table"));
        t.put("model", List.of("objective", "compute", "space", "linalg"));
        t.put("curvature", List.of("objective", "compute", "space", "linalg", "table"));
        t.put(
                "scaling",
                List.of("model", "optimizers", "rule", "space", "schedule", "objective", "compute", "linalg", "table"));
        t.put("train", List.of("rule", "schedule", "objective", "curvature", "space", "compute", "table"));
        t.put("parallel", List.of("train", "rule", "objective", "space", "compute"));
        t.put("samediff", List.of("train", "rule", "objective", "space"));
        t.put("data", List.of("train", "objective"));
        t.put("sweep", List.of("train", "compute", "table"));
        t.put(
                "lab",
                List.of(
                        "table",
                        "space",
                        "compute",
                        "linalg",
                        "schedule",
                        "objective",
                        "rule",
                        "optimizers",
                        "model",
                        "curvature",
                        "scaling",
                        "train",
                        "parallel",
                        "samediff",
                        "data",
                        "sweep"));
        return t;
    }

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.guideddescent");

    @Test
    void packagesImportOnlyWhatTheTableAllows() {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (var name : MAY_IMPORT.keySet()) {
            layers = layers.layer(name).definedBy("org.guideddescent." + name + "..");
        }
        for (var row : MAY_IMPORT.entrySet()) {
            var allowed = row.getValue().toArray(String[]::new);
            layers = allowed.length == 0
                    ? layers.whereLayer(row.getKey()).mayNotAccessAnyLayer()
                    : layers.whereLayer(row.getKey()).mayOnlyAccessLayers(allowed);
        }
        layers.check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching("org.guideddescent.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
