package org.guideddescent.kernel.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.guideddescent.kernel.wire.Message;

/** kernel_info_request: who we are. Needs no shell, so it is answered while the kernel still loads. */
public final class KernelInfo implements Handler {
    /** Makes the handler, which keeps nothing. */
    public KernelInfo() {}

    /** {@return the kernel's version, as its jar says} */
    public static String version() {
        String version = KernelInfo.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public JsonObject handle(Message request) {
        String version = version();
        String java = System.getProperty("java.version");
        JsonObject language = Json.of(
                "name", "java",
                "version", java,
                "mimetype", "text/x-java-source",
                "file_extension", ".jshell",
                "pygments_lexer", "java",
                "codemirror_mode", "text/x-java");
        return Json.ok(
                "protocol_version",
                Message.PROTOCOL,
                "implementation",
                "guided-descent",
                "implementation_version",
                version,
                "language_info",
                language,
                "banner",
                "Guided Descent " + version + ", Java " + java,
                "help_links",
                new JsonArray(),
                // Two ways to say that debug_request is refused: the flag of 5.4, and the list of later versions.
                "debugger",
                false,
                "supported_features",
                new JsonArray());
    }
}
