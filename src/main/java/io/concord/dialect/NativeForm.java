package io.concord.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Reads and writes native documents of one form.
interface NativeForm {

    /// @param parts the files as they came; one, except for a package
    /// @return the documents in it, in order
    /// @throws MappingFault when it is not of this form
    List<NativeDocument> read(List<Part> parts);

    /// @param root name of the document's outermost part, where the form has one
    /// @param name of the document, for the files' names
    List<Part> write(ObjectNode document, String root, String name);

    /// The only part of a form that has one.
    static byte[] only(List<Part> parts) {
        if (parts.size() != 1) {
            throw new IllegalArgumentException("this form has one file, not " + parts.size());
        }
        return parts.getFirst().bytes();
    }

    static MappingFault unreadable(String zh, String en) {
        return new MappingFault("", zh, en);
    }
}
