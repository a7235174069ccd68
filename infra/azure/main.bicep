// Samskapa on Azure: the server in Container Apps, PostgreSQL, Azure Cache for Redis and, where wanted, Azure SignalR taking the connections.
//   az deployment group create -g samskapa -f infra/azure/main.bicep -p image=… publicUrl=https://dialog.example.se facilitatorKey=… linkKeys=k1:… postgresPassword=…
// Everything is reached inside a virtual network; only the app answers outside.
targetScope = 'resourceGroup'

@description('Short name that everything is called by.')
@minLength(3)
@maxLength(16)
param name string = 'samskapa'
param location string = resourceGroup().location

@description('The server image, as infra/compose/Dockerfile builds it, with --build-arg SIGNALR=Azure where useAzureSignalR is true.')
param image string

@description('The address that people type.')
param publicUrl string

@secure()
@minLength(20)
param facilitatorKey string

@description('Keys from which links are derived: k1:… of openssl rand -base64 32. Not in the database and its backups.')
@secure()
@minLength(35)
param linkKeys string

@secure()
@minLength(16)
param postgresPassword string

@description('True: Azure SignalR takes the connections. False: the servers do.')
param useAzureSignalR bool = false

@minValue(1)
@maxValue(30)
param servers int = 3

var suffix = uniqueString(resourceGroup().id, name)

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: 30 }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}-net'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.80.0.0/16'] }
    subnets: [
      {
        name: 'apps'
        properties: {
          addressPrefix: '10.80.0.0/23'
          delegations: [{ name: 'apps', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'postgres'
        properties: {
          addressPrefix: '10.80.2.0/28'
          delegations: [{ name: 'postgres', properties: { serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers' } }]
        }
      }
      { name: 'private', properties: { addressPrefix: '10.80.3.0/27' } }
    ]
  }
  resource apps 'subnets' existing = { name: 'apps' }
  resource postgres 'subnets' existing = { name: 'postgres' }
  resource private 'subnets' existing = { name: 'private' }
}

resource postgresZone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: '${name}.private.postgres.database.azure.com'
  location: 'global'
  resource link 'virtualNetworkLinks' = {
    name: 'net'
    location: 'global'
    properties: { virtualNetwork: { id: network.id }, registrationEnabled: false }
  }
}

resource postgres 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-${suffix}'
  location: location
  sku: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' }
  properties: {
    version: '16'
    administratorLogin: 'samskapa'
    administratorLoginPassword: postgresPassword
    storage: { storageSizeGB: 64, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: 14, geoRedundantBackup: 'Disabled' }
    highAvailability: { mode: 'ZoneRedundant' }
    network: { delegatedSubnetResourceId: network::postgres.id, privateDnsZoneArmResourceId: postgresZone.id }
  }
  dependsOn: [postgresZone::link]
  resource database 'databases' = { name: 'samskapa' }
}

resource redis 'Microsoft.Cache/redis@2024-11-01' = {
  name: '${name}-${suffix}'
  location: location
  properties: {
    sku: { name: 'Standard', family: 'C', capacity: 1 }
    minimumTlsVersion: '1.2'
    enableNonSslPort: false
    publicNetworkAccess: 'Disabled'
    redisConfiguration: { 'maxmemory-policy': 'volatile-ttl' }
  }
}

resource redisZone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.redis.cache.windows.net'
  location: 'global'
  resource link 'virtualNetworkLinks' = {
    name: 'net'
    location: 'global'
    properties: { virtualNetwork: { id: network.id }, registrationEnabled: false }
  }
}

resource redisEndpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: '${name}-redis'
  location: location
  properties: {
    subnet: { id: network::private.id }
    privateLinkServiceConnections: [{ name: 'redis', properties: { privateLinkServiceId: redis.id, groupIds: ['redisCache'] } }]
  }
  resource zone 'privateDnsZoneGroups' = {
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: 'redis', properties: { privateDnsZoneId: redisZone.id } }] }
  }
}

resource signalr 'Microsoft.SignalRService/signalR@2024-03-01' = if (useAzureSignalR) {
  name: '${name}-${suffix}'
  location: location
  sku: { name: 'Premium_P1', capacity: 1 }
  kind: 'SignalR'
  properties: {
    features: [{ flag: 'ServiceMode', value: 'Default' }]
    cors: { allowedOrigins: [publicUrl] }
    tls: { clientCertEnabled: false }
  }
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-apps'
  location: location
  properties: {
    vnetConfiguration: { infrastructureSubnetId: network::apps.id }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: { customerId: logs.properties.customerId, sharedKey: logs.listKeys().primarySharedKey }
    }
  }
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  properties: {
    managedEnvironmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      // One revision at a time: a new one is ready before the old one drains.
      activeRevisionsMode: 'Single'
      ingress: { external: true, targetPort: 5080, transport: 'http', allowInsecure: false }
      secrets: concat([
        {
          name: 'postgres'
          value: 'Host=${postgres.properties.fullyQualifiedDomainName};Database=samskapa;Username=samskapa;Password=${postgresPassword};SSL Mode=VerifyFull'
        }
        { name: 'redis', value: '${redis.properties.hostName}:6380,ssl=true,password=${redis.listKeys().primaryKey}' }
        { name: 'facilitator-key', value: facilitatorKey }
        { name: 'link-keys', value: linkKeys }
      ], useAzureSignalR ? [{ name: 'signalr', value: signalr!.listKeys().primaryConnectionString }] : [])
    }
    template: {
      terminationGracePeriodSeconds: 30
      scale: { minReplicas: servers, maxReplicas: servers }
      volumes: [{ name: 'tmp', storageType: 'EmptyDir' }]
      containers: [
        {
          name: 'samskapa'
          image: image
          resources: { cpu: json('1.0'), memory: '2Gi' }
          volumeMounts: [{ volumeName: 'tmp', mountPath: '/data' }]
          env: concat([
            { name: 'Workshop__Journal', value: 'postgres' }
            { name: 'Workshop__PublicUrl', value: publicUrl }
            { name: 'Workshop__TrustedProxies', value: '10.80.0.0/16,100.64.0.0/10' }
            { name: 'Logging__Console__FormatterName', value: 'json' }
            { name: 'Workshop__FacilitatorKey', secretRef: 'facilitator-key' }
            { name: 'Workshop__LinkKeys', secretRef: 'link-keys' }
            { name: 'ConnectionStrings__Postgres', secretRef: 'postgres' }
            { name: 'ConnectionStrings__Redis', secretRef: 'redis' }
          ], useAzureSignalR ? [{ name: 'ConnectionStrings__AzureSignalR', secretRef: 'signalr' }] : [])
          probes: [
            { type: 'Startup', httpGet: { path: '/health/live', port: 5080 }, periodSeconds: 1, failureThreshold: 60 }
            { type: 'Readiness', httpGet: { path: '/health/ready', port: 5080 }, periodSeconds: 3, timeoutSeconds: 3, failureThreshold: 2 }
            { type: 'Liveness', httpGet: { path: '/health/live', port: 5080 }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }
          ]
        }
      ]
    }
  }
  dependsOn: [postgres::database, redisEndpoint::zone, redisZone::link]
}

output address string = 'https://${app.properties.configuration.ingress.fqdn}'
