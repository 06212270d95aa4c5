# One image for every role; the command line says which. Built from target/concord.jar (make jar).
FROM eclipse-temurin:25-jre
# A Chinese type face that can be embedded, for PDF.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-wqy-zenhei && rm -rf /var/lib/apt/lists/*
RUN groupadd --system concord && useradd --system --gid concord --home /var/lib/concord --create-home concord
WORKDIR /var/lib/concord
COPY target/concord.jar /opt/concord/concord.jar
# A new volume takes over the owner of the folder on which it is mounted; data/keys is one where several nodes share it.
RUN mkdir -p data/keys edge && chown -R concord:concord data edge
USER concord
EXPOSE 8080
VOLUME ["/var/lib/concord/data", "/var/lib/concord/edge"]
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "/opt/concord/concord.jar"]
CMD ["serve"]
