package io.concord.redaction;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.contentstream.PDContentStream;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.apache.pdfbox.pdfwriter.ContentStreamWriter;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.jspecify.annotations.Nullable;

/// Layers that are switched off: their content is cut out, since without the switch it would show.
final class PdfLayers {

    private static final COSName OCGS = COSName.getPDFName("OCGs");

    private final Set<COSBase> hidden = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<COSBase> done = Collections.newSetFromMap(new IdentityHashMap<>());

    private PdfLayers() {}

    static PdfLayers of(COSDictionary catalog) {
        PdfLayers layers = new PdfLayers();
        COSDictionary properties = catalog.getCOSDictionary(COSName.OCPROPERTIES);
        COSDictionary usual = properties == null ? null : properties.getCOSDictionary(COSName.D);
        if (properties != null && usual != null) {
            if (COSName.OFF.equals(usual.getCOSName(COSName.BASE_STATE))) {
                layers.addAll(properties.getCOSArray(OCGS));
                COSArray on = usual.getCOSArray(COSName.ON);
                for (int i = 0; on != null && i < on.size(); i++) {
                    layers.hidden.remove(on.getObject(i));
                }
            }
            layers.addAll(usual.getCOSArray(COSName.OFF));
        }
        return layers;
    }

    private void addAll(@Nullable COSArray groups) {
        for (int i = 0; groups != null && i < groups.size(); i++) {
            hidden.add(groups.getObject(i));
        }
    }

    /// Whether content marked so is not seen: its group is off, or any group of a membership is.
    private boolean isHidden(@Nullable COSBase marked) {
        if (!(marked instanceof COSDictionary dictionary)) {
            return false;
        }
        if (hidden.contains(dictionary)) {
            return true;
        }
        COSBase groups = dictionary.getDictionaryObject(OCGS);
        if (groups instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (hidden.contains(array.getObject(i))) {
                    return true;
                }
            }
            return false;
        }
        return groups != null && hidden.contains(groups);
    }

    void drop(PDDocument document, PDPage page, String where, Metadata.Report report) throws IOException {
        List<Object> kept = kept(page, page.getCOSObject(), resources(page.getCOSObject(), page), where, report);
        PDStream stream = new PDStream(document);
        try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
            new ContentStreamWriter(out).writeTokens(kept);
        }
        page.setContents(stream);
    }

    private static @Nullable COSDictionary resources(COSDictionary own, @Nullable PDPage page) {
        COSDictionary resources = own.getCOSDictionary(COSName.RESOURCES);
        return resources != null || page == null || page.getResources() == null
                ? resources
                : page.getResources().getCOSObject();
    }

    /// The tokens of a content stream without hidden content. Marked content nests; so do q and Q inside it, which
    /// go together.
    private List<Object> kept(
            PDContentStream content,
            COSDictionary owner,
            @Nullable COSDictionary resources,
            String where,
            Metadata.Report report)
            throws IOException {
        done.add(owner);
        List<Object> kept = new ArrayList<>();
        List<Object> operands = new ArrayList<>();
        Deque<Boolean> marks = new ArrayDeque<>();
        int hiding = 0;
        for (Object token : new PDFStreamParser(content).parse()) {
            if (!(token instanceof Operator operator)) {
                operands.add(token);
                continue;
            }
            String name = operator.getName();
            boolean opens = name.equals("BDC") || name.equals("BMC");
            boolean hides = opens && isHidden(layer(operands, resources));
            if (opens) {
                marks.push(hides);
                hiding += hides ? 1 : 0;
                report.add(where, "隐藏图层中的内容", "content of hidden layers", hides ? 1 : 0);
            }
            boolean drawn = name.equals("Do") && !draws(operands, resources, where, report);
            // Of marks only the content stays: their property lists may hold anything.
            if (hiding == 0 && !opens && !name.matches("EMC|MP|DP") && !drawn) {
                kept.addAll(operands);
                kept.add(operator);
            }
            if (name.equals("EMC") && !marks.isEmpty() && marks.pop()) {
                hiding--;
            }
            operands.clear();
        }
        return kept;
    }

    private static @Nullable COSBase layer(List<Object> operands, @Nullable COSDictionary resources) {
        if (operands.size() < 2 || !COSName.OC.equals(operands.getFirst())) {
            return null;
        }
        COSDictionary properties = resources == null ? null : resources.getCOSDictionary(COSName.PROPERTIES);
        return operands.get(1) instanceof COSName name && properties != null
                ? properties.getDictionaryObject(name)
                : null;
    }

    /// Whether a drawn object is seen; forms are cleaned on the way.
    private boolean draws(
            List<Object> operands, @Nullable COSDictionary resources, String where, Metadata.Report report)
            throws IOException {
        COSDictionary objects = resources == null ? null : resources.getCOSDictionary(COSName.XOBJECT);
        if (objects == null
                || operands.isEmpty()
                || !(operands.getFirst() instanceof COSName name)
                || !(objects.getDictionaryObject(name) instanceof COSStream object)) {
            return true;
        }
        if (isHidden(object.getDictionaryObject(COSName.OC))) {
            objects.removeItem(name);
            report.add(where, "隐藏图层中的内容", "content of hidden layers", 1);
            return false;
        }
        object.removeItem(COSName.OC);
        if (COSName.FORM.equals(object.getCOSName(COSName.SUBTYPE)) && !done.contains(object)) {
            PDFormXObject form = new PDFormXObject(object);
            COSDictionary own = object.getCOSDictionary(COSName.RESOURCES);
            List<Object> kept = kept(form, object, own == null ? resources : own, where, report);
            try (OutputStream out = object.createOutputStream(COSName.FLATE_DECODE)) {
                new ContentStreamWriter(out).writeTokens(kept);
            }
        }
        return true;
    }
}
