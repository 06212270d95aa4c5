
import java.util.EnumSet;
import javax.servlet.DispatcherType;
import org.apache.solr.servlet.CoreContainerProvider;
import org.apache.solr.servlet.SolrDispatchFilter;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.eclipse.jetty.servlet.DefaultServlet;

/// One Solr node with its own ZooKeeper, as `bin/solr start` would make it from the distribution, which no registry has.
/// Run from its source, on the class path of the pom beside it; the settings are system properties of Solr's own.
class SolrNode {

    public static void main(String[] args) throws Exception {
        Server server = new Server();
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(65536);
        ServerConnector connector =
                new ServerConnector(server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.getInteger("jetty.port"));
        server.addConnector(connector);
        ServletContextHandler solr = new ServletContextHandler(server, "/solr");
        solr.addEventListener(new CoreContainerProvider());
        solr.addFilter(SolrDispatchFilter.class, "/*", EnumSet.of(DispatcherType.REQUEST));
        solr.addServlet(new ServletHolder("default", DefaultServlet.class), "/");
        solr.setResourceBase(System.getProperty("solr.solr.home"));
        server.start();
        System.out.println("started");
        // Whoever started us holds our input: it ends with them, and so do we.
        while (System.in.read() >= 0) {}
        server.stop();
        System.exit(0);
    }
}
