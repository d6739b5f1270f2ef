using Fairlead.Cloud;
using Fairlead.Controller.Office;
using Fairlead.Controller.Writes;
using Fairlead.Kubernetes;
using Fairlead.Kubernetes.Leadership;
using Fairlead.Resources.Network;

namespace Fairlead.Controller;

/// <summary>
/// Whoever holds the Lease keeps the cloud and the nodes' networks as they should be; the others wait. Decisions are the allocator's, here
/// they are carried out.
/// </summary>
public sealed class ControllerHost(ClusterClient client, ICloudNetwork cloud, ControllerOptions options, TimeProvider time)
{
    private volatile TermOfOffice? _office;
    private long _term;

    /// <summary>The term that this controller leads in; 0 while another one does.</summary>
    public long Term => Interlocked.Read(ref _term);

    /// <summary>The nodes' networks as they were last seen; empty while another one leads.</summary>
    public IReadOnlyList<NodeNetwork> Networks => _office?.View?.Networks.Snapshot ?? [];

    /// <summary>The cluster's configuration as it was last seen; null where there is none, or another one leads.</summary>
    public ClusterNetwork? Configuration => _office?.View?.Configurations.Find(ClusterNetwork.Name);

    /// <summary>Ends when it is stopped, after the Lease has been given back, or with what is a bug: start the program again then.</summary>
    public Task RunAsync(CancellationToken stop) => new LeaderElection(client, new LeaderElectionOptions
    {
        Namespace = options.LeaseNamespace,
        Name = options.LeaseName,
        Identity = options.Identity,
        Duration = options.LeaseDuration,
        RenewWithin = options.LeaseRenewWithin,
        Retry = options.LeaseRetry,
        HighestTerm = HighestTermAsync,
        Told = options.Log,
    }).RunAsync(LeadAsync, stop);

    private async Task LeadAsync(long term, CancellationToken lost)
    {
        var office = new TermOfOffice(client, cloud, options, time, term);
        _office = office;
        Interlocked.Exchange(ref _term, term);
        try
        {
            await office.RunAsync(lost);
        }
        catch (TermOverException error)
        {
            // The Lease will say the same soon; until then, nothing is done. Where it does not, the next start takes a higher term.
            options.Log(error.Message);
            await Task.Delay(options.LeaseDuration, time, lost);
            throw;
        }
        finally
        {
            Interlocked.Exchange(ref _term, 0);
            _office = null;
        }
    }

    private async Task<long> HighestTermAsync(CancellationToken cancel)
    {
        var networks = await client.ListAsync<NodeNetwork>(Selection.All, cancel);
        return networks.Items.Select(Terms.Highest).DefaultIfEmpty().Max();
    }
}
