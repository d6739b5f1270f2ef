using CloudCall = Fairlead.Allocation.Deeds.CloudCall;
using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;
using Fairlead.Cloud;
using Fairlead.Simulation.Clouds;
using Fairlead.Simulation.Time;
using Fairlead.Testing.Cloud;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Topology;

namespace Fairlead.Simulation.Calls;

/// <summary>Carries out what an allocator asks of the cloud, as the contract's provider does, and tells how each ended.</summary>
internal sealed partial class CallDesk(SimulatedCloud cloud, VirtualTime time, Chance chance, string region, Action<CallEnded> ended)
{
    private readonly RequestLoop _loop = new(cloud, time, chance);
    private readonly ReleaseLedger _releases = new();
    private readonly Dictionary<string, Queue<Action>> _tables = [];

    /// <summary>Calls that were begun and have not ended.</summary>
    public int Open { get; private set; }

    public int Waiting => _loop.Waiting;

    /// <summary>The controller is gone: what was sent arrives, and nobody hears how it ended.</summary>
    public void Close() => _loop.IsOver = true;

    public void Begin(CloudCall call)
    {
        Open++;
        switch (call)
        {
            case CreateInterface create:
                Create(create);
                break;
            case AttachInterface attach:
                Attach(attach);
                break;
            case DetachInterface detach:
                Detach(detach);
                break;
            case DeleteInterface delete:
                Delete(delete);
                break;
            case AssignRanges assign:
                Assign(assign);
                break;
            case AssignAddresses assign:
                Assign(assign);
                break;
            case ReleaseRanges release:
                Release(release);
                break;
            case CreateRoute create:
                Create(create);
                break;
            case DeleteRoute delete:
                Delete(delete);
                break;
            default:
                Read(call);
                break;
        }
    }

    private void End(CallEnded how)
    {
        Open--;
        ended(how);
    }

    private void Done(CloudCall call) => End(new CallDone(call.Id));

    private void Fail(CloudCall call, CloudException error) => End(new CallFailed(call.Id, error));

    private void Create(CreateInterface deed) => _loop.Send(new Request(
        FakeQueries.Create(region, deed.Wish, deed.Token), deed.Wish.VSwitch,
        reply => End(new InterfaceMade(deed.Id, FakeViews.Of(((InterfaceReply)reply!).Interface))), error => Fail(deed, error)) { VSwitch = deed.Wish.VSwitch });

    private void Attach(AttachInterface deed) => Reach(
        deed, new AttachNetworkInterface { RegionId = region, NetworkInterfaceId = deed.Interface, InstanceId = deed.Instance, TrunkNetworkInstanceId = deed.Trunk },
        deed.Interface, eni => eni is not null && eni.IsOn(deed.Instance, deed.Trunk), looksAtOnce: true, isGoneDone: false);

    private void Detach(DetachInterface deed) => Reach(
        deed, new DetachNetworkInterface { RegionId = region, NetworkInterfaceId = deed.Interface, InstanceId = deed.Instance, TrunkNetworkInstanceId = deed.Trunk },
        deed.Interface, eni => eni is null || !eni.IsOn(deed.Instance, null), looksAtOnce: false, isGoneDone: true);

    private void Delete(DeleteInterface deed) => Reach(
        deed, new DeleteNetworkInterface { RegionId = region, NetworkInterfaceId = deed.Interface },
        deed.Interface, eni => eni is { State: InterfaceState.Deleting }, looksAtOnce: true, isGoneDone: true);

    /// <summary>Calls until the cloud accepts it or its state shows that there is nothing to do.</summary>
    private void Reach(CloudCall deed, CloudChange change, string id, Func<CloudInterface?, bool> isDone, bool looksAtOnce, bool isGoneDone)
    {
        void Look(Action<bool> then) => Find(id, eni => then(isDone(eni)), _ => then(false));
        _loop.Send(new Request(change, id, _ => Done(deed), error =>
        {
            if (isGoneDone && error.IsNotFound)
            {
                Done(deed);
            }
            else if (IsWorthALook(error))
            {
                Find(id, eni =>
                {
                    if (isDone(eni))
                    {
                        Done(deed);
                    }
                    else
                    {
                        Fail(deed, error);
                    }
                }, _ => Fail(deed, error));
            }
            else
            {
                Fail(deed, error);
            }
        }) { Look = Look, LooksAtOnce = looksAtOnce });
    }

    private static bool IsWorthALook(CloudException error) =>
        error.Kind is CloudErrorKind.Conflict or CloudErrorKind.Invalid or CloudErrorKind.NotFound or CloudErrorKind.LimitPerInstance or CloudErrorKind.Unknown;

    private void Find(string id, Action<CloudInterface?> found, Action<CloudException> failed) => _loop.Send(new Request(
        FakeQueries.Interfaces(region, new InterfaceFilter { Ids = [id] }, new PageWish(null, 100, null)), id,
        reply => found(((PageReply<NetworkInterface>)reply!).Items.Select(FakeViews.Of).FirstOrDefault()), failed));
}
