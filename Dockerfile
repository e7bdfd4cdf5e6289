# IncidentMesh in one process. The root file system may be read-only: data lies under /var/lib/incidentmesh, scratch under /tmp.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Silo -c Release -o /app
RUN mkdir /data

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
# 1654 is APP_UID, the unprivileged user of these images.
COPY --from=build --chown=1654:1654 /data /var/lib/incidentmesh
USER $APP_UID
# Diagnostics would open a socket in /tmp that anybody in the pod could attach to.
ENV DOTNET_EnableDiagnostics=0
EXPOSE 8080
VOLUME /var/lib/incidentmesh
ENTRYPOINT ["dotnet", "IncidentMesh.Silo.dll"]
CMD ["--data", "/var/lib/incidentmesh", "--urls", "http://+:8080"]
