package org.guideddescent.kernel.maven.mima;

import java.util.concurrent.CancellationException;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.guideddescent.kernel.maven.Progress;

/** Tells the kernel of downloads, and Maven of the user's wish to stop. */
final class Transfers extends AbstractTransferListener {
    private final Progress progress;

    Transfers(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void transferProgressed(TransferEvent event) throws TransferCancelledException {
        try {
            progress.at(
                    name(event),
                    event.getTransferredBytes(),
                    event.getResource().getContentLength());
        } catch (CancellationException e) {
            throw new TransferCancelledException(e.getMessage(), e);
        }
    }

    @Override
    public void transferSucceeded(TransferEvent event) {
        progress.arrived(name(event), event.getTransferredBytes());
    }

    private static String name(TransferEvent event) {
        String path = event.getResource().getResourceName();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
