package io.concord.redaction;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/// Rewrites one part of a Word document: changes are accepted, and what only editors see goes.
final class WordMarkup {

    private static final Set<String> DELETED = Set.of("del", "moveFrom", "cellDel");
    private static final Set<String> INSERTED = Set.of("ins", "moveTo");
    private static final Set<String> COMMENTS =
            Set.of("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef");
    private static final Set<String> EDITORS = Set.of(
            "rsids",
            "rsid",
            "moveFromRangeStart",
            "moveFromRangeEnd",
            "moveToRangeStart",
            "moveToRangeEnd",
            "customXmlInsRangeStart",
            "customXmlInsRangeEnd",
            "customXmlDelRangeStart",
            "customXmlDelRangeEnd",
            "cellIns",
            "cellMerge",
            "attachedTemplate",
            "docVars",
            "trackRevisions",
            "writeProtection",
            "proofErr",
            "permStart",
            "permEnd",
            "dataBinding",
            "mailMerge");

    private WordMarkup() {}

    static byte[] clean(String name, byte[] xml, Metadata.Report report) {
        Document document = parse(name, xml);
        Element root = document.getDocumentElement();
        if (root != null) {
            clean(name, root, report);
        }
        return write(document);
    }

    /// Depth first, so that what is unwrapped is clean already.
    private static void clean(String name, Element element, Metadata.Report report) {
        for (Element child : children(element)) {
            clean(name, child, report);
        }
        attributes(name, element, report);
        String tag = local(element);
        Node parent = element.getParentNode();
        if (parent == null || parent.getNodeType() == Node.DOCUMENT_NODE) {
            return;
        }
        if (tag.endsWith("Change")
                && tag.matches("(?:rPr|pPr|sectPr|tblPr|tblPrEx|tblGrid|tcPr|trPr|numbering)Change")) {
            remove(element, report, name, "格式修订", "tracked changes of form");
        } else if (DELETED.contains(tag)) {
            remove(element, report, name, "已删除内容的修订痕迹", "tracked deletions");
        } else if (INSERTED.contains(tag)) {
            unwrap(element, parent);
            report.add(name, "插入内容的修订痕迹", "tracked insertions", 1);
        } else if (COMMENTS.contains(tag)) {
            remove(element, report, name, "批注标记", "marks of comments");
        } else if (EDITORS.contains(tag)) {
            remove(element, report, name, "编辑信息", "traces of editing");
        } else if (tag.equals("r") && isHidden(element)) {
            remove(element, report, name, "隐藏文字", "hidden text");
        } else if (tag.equals("object") || tag.equals("control")) {
            remove(element, report, name, "嵌入对象", "embedded objects");
        }
    }

    private static void attributes(String name, Element element, Metadata.Report report) {
        NamedNodeMap all = element.getAttributes();
        List<Attr> gone = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            Attr attribute = (Attr) all.item(i);
            String local = attribute.getLocalName() == null ? attribute.getName() : attribute.getLocalName();
            // Alternative texts and titles of pictures often hold the file's old path or a name.
            boolean picture = local(element).matches("docPr|cNvPr") && local.matches("descr|title|name");
            if (local.startsWith("rsid") || local.equals("paraId") || local.equals("textId")) {
                gone.add(attribute);
            } else if (picture && !attribute.getValue().isEmpty()) {
                attribute.setValue("");
                report.add(name, "图片名称和替代文字", "names and alternative texts of pictures", 1);
            }
        }
        gone.forEach(element::removeAttributeNode);
        report.add(name, "编辑会话标识（rsid）", "marks of editing sessions (rsid)", gone.size());
    }

    /// Whether a run has `w:vanish` switched on.
    private static boolean isHidden(Element run) {
        for (Element properties : children(run)) {
            if (local(properties).equals("rPr")) {
                for (Element property : children(properties)) {
                    String value = property.getAttributeNS(property.getNamespaceURI(), "val");
                    if (local(property).matches("vanish|webHidden|specVanish") && !value.matches("0|false|off")) {
                        return !local(property).equals("webHidden");
                    }
                }
            }
        }
        return false;
    }

    private static void remove(Element element, Metadata.Report report, String where, String zh, String en) {
        Node parent = element.getParentNode();
        if (parent != null) {
            parent.removeChild(element);
            report.add(where, zh, en, 1);
        }
    }

    private static void unwrap(Element element, Node parent) {
        for (Node child = element.getFirstChild(); child != null; child = element.getFirstChild()) {
            parent.insertBefore(child, element);
        }
        parent.removeChild(element);
    }

    private static String local(Element element) {
        return element.getLocalName() == null ? element.getTagName() : element.getLocalName();
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (@Nullable Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element one) {
                children.add(one);
            }
        }
        return children;
    }

    private static Document parse(String name, byte[] xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            factory.setAttribute("jdk.xml.maxElementDepth", "256");
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(xml));
        } catch (SAXException | IOException e) {
            throw new Unreadable("文档内部文件无法读取：" + name, "a part of the document cannot be read: " + name, e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] write(Document document) {
        try {
            TransformerFactory factory = TransformerFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            Transformer transformer = factory.newTransformer();
            transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            document.setXmlStandalone(true);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            transformer.transform(new DOMSource(document), new StreamResult(bytes));
            return bytes.toByteArray();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }
}
