package io.concord.web;

import io.concord.attachment.Attachments;
import java.io.InputStream;
import org.springframework.core.io.AbstractResource;

/// A file of a record as something that can be answered, whole or in ranges.
public final class HeldFile extends AbstractResource {

    private final Attachments attachments;
    private final Attachments.Held file;

    public HeldFile(Attachments attachments, Attachments.Held file) {
        this.attachments = attachments;
        this.file = file;
    }

    @Override
    public String getDescription() {
        return "sm3:" + file.sm3();
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public long contentLength() {
        return file.size();
    }

    @Override
    public InputStream getInputStream() {
        return attachments.open(file);
    }
}
