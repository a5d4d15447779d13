package dev.slipway.backend;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// Texts out of answers in XML. Stateless.
final class Xml {
    private Xml() {}

    /// The text of the first element of a name; empty if there is none, or this is no XML.
    static String first(byte[] xml, String element) {
        List<String> found = all(xml, element);
        return found.isEmpty() ? "" : found.getFirst();
    }

    /// The texts of all elements of a name; none if this is no XML.
    static List<String> all(byte[] xml, String element) {
        if (xml.length == 0) {
            return List.of();
        }
        try {
            NodeList nodes =
                    builder().parse(new ByteArrayInputStream(xml)).getElementsByTagName(element);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                texts.add(nodes.item(i).getTextContent());
            }
            return texts;
        } catch (SAXException | IOException e) {
            return List.of();
        }
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("Every Java reads XML", e);
        }
    }
}
