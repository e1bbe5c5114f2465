package org.guideddescent.kernel.protocol;

import com.google.gson.JsonObject;
import org.guideddescent.kernel.wire.Message;

/** Answers one type of request: the content of the reply. */
@FunctionalInterface
interface Handler {
    JsonObject handle(Message request) throws InterruptedException;
}
