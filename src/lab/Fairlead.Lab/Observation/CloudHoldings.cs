using Fairlead.Cloud;
using Fairlead.Cloud.Alibaba;
using Fairlead.Lab.Supervision;
using Fairlead.Lab.Topology;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Control;

namespace Fairlead.Lab.Observation;

/// <summary>What a lab's cloud has for its cluster, asked as the controller asks it: packets know only of ENIs that are in use.</summary>
public sealed class CloudHoldings : IDisposable
{
    // The client itself repeats what was refused for the moment.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Where the OpenAPI is reached by programs that run inside the lab and on no host.</summary>
    public static readonly Uri InsideLab = new($"http://{CloudProgram.Inside}");

    private readonly HttpClient _http = Connections.Open();
    private readonly AlibabaCloud _cloud;

    /// <param name="endpoint">Where the OpenAPI is reached from here.</param>
    public CloudHoldings(CloudAccess access, Uri endpoint)
    {
        var keys = new Dictionary<string, string> { ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = access.AccessKeyId, ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = access.AccessKeySecret };
        var endpoints = Endpoints.At(endpoint);
        var credentials = CredentialSources.Usual(keyFolder: null, keys.GetValueOrDefault, endpoints, _http, _http, TimeProvider.System);
        _cloud = new AlibabaCloud(_http, credentials, new AlibabaCloudOptions { Region = access.RegionId, Endpoints = endpoints, CallDeadline = Patience }, TimeProvider.System);
    }

    /// <summary>ENIs that bear the cluster's tag, in whatever state.</summary>
    /// <exception cref="LabException">The cloud does not say.</exception>
    public IReadOnlyList<CloudInterface> Interfaces()
    {
        try
        {
            var ours = new InterfaceFilter { Tags = new Dictionary<string, string> { [ResourceNames.ClusterTag] = LabCluster.Name } };
            return _cloud.ListInterfacesAsync(ours).GetAwaiter().GetResult();
        }
        catch (CloudException error)
        {
            throw new LabException(error.Message, error);
        }
    }

    public void Dispose()
    {
        _cloud.Dispose();
        _http.Dispose();
    }
}
