package org.guideddescent.kernel.protocol;

import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

/**
 * What the kernel says of itself goes where the process's errors went before cells took over, which is Jupyter's
 * terminal; what libraries say goes on appearing in the cell that uses them.
 */
final class KernelLog implements AutoCloseable {
    // The logging system keeps loggers weakly, and with them their handlers.
    private final Logger logger = Logger.getLogger("org.guideddescent.kernel");
    private final Handler handler;

    KernelLog(PrintStream to) {
        handler = new StreamHandler(to, new SimpleFormatter()) {
            @Override
            public synchronized void publish(LogRecord entry) {
                super.publish(entry);
                flush();
            }
        };
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    /** The stream stays open. */
    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }
}
