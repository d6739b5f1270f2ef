using Fairlead.Agent.Cni;
using Fairlead.Agent.Pods;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Enis;

/// <summary>
/// ENIs that one pod has at a time, exclusive ones or members of the node's trunk: what is offered, is there, is clean and nobody has is
/// given at once; what is on its way is waited for.
/// </summary>
/// <param name="use">Which of the two.</param>
/// <param name="whyNot">What the NodeNetwork's conditions say; empty where they say nothing.</param>
internal sealed class ExclusiveEniPool(EniUse use, EniSight sight, Func<string> whyNot, TimeProvider clock) : IEniPool
{
    // An ENI is made and attached within 5 to 12 s; the plug-in's own patience is longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // What another program spoils is put right by the reconciler, which tells nobody.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);

    // Beyond it somebody spoils it again and again: then it goes as it is, for what is on a link stays behind when that is moved.
    private static readonly TimeSpan CleanPatience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly EniBook _book = new(use);
    private readonly News _news = new();

    /// <summary>Called when a pod got or gave back an ENI, or what is offered or there is otherwise. It must not wait.</summary>
    public Action Changed { get; set; } = static () => { };

    /// <summary>Whether an ENI that is in the node's namespace can be given: down, and with nothing on it.</summary>
    public Func<MacAddress, bool> IsClean { get; set; } = static _ => true;

    /// <summary>What can be said of pods' guards; empty where it is not to be said.</summary>
    public Func<IReadOnlyList<Condition>> Guards { get; set; } = static () => [];

    public IReadOnlyList<AddressUse> Uses => Locked(() => _book.Uses);

    public IReadOnlyList<RetiredRange> Retired => Locked(() => _book.Retire(IsBack));

    public IReadOnlyList<MacAddress> Seen => Locked<IReadOnlyList<MacAddress>>(() => [.. _book.Offered.Select(offer => offer.Mac).Where(mac => _book.IsTaken(mac) || IsThere(mac))]);

    // Nobody had the address but the pod, and the ENI comes home without a connection.
    public int Resting => 0;

    public IReadOnlyList<Condition> Conditions => Locked(() => _book.Pods.Count == 0) ? [] : Guards();

    /// <summary>Those that are in the node's namespace and that nobody has, and those that pods have or are to have.</summary>
    public (IReadOnlySet<MacAddress> Free, IReadOnlySet<MacAddress> Taken) Divide() => Locked(() =>
    {
        var taken = _book.Pods.Select(pod => pod.Eni!.Mac).ToHashSet();
        return ((IReadOnlySet<MacAddress>)_book.Offered.Select(offer => offer.Mac).Where(mac => !taken.Contains(mac) && sight.IsHome(mac)).ToHashSet(), (IReadOnlySet<MacAddress>)taken);
    });

    public void See(NodeNetworkSpec spec)
    {
        lock (_gate)
        {
            _book.See(spec);
        }

        Changed();
        Wake();
    }

    public void Wake() => _news.Tell();

    public PodAttachment Lease(PodAttachment pod, PodChoice choice)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var news = _news.Count;
            var leased = Try(pod, choice, clock.GetElapsedTime(began) > CleanPatience ? IsThere : IsReady);
            if (leased is not null)
            {
                Changed();
                return leased;
            }

            var left = Patience - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                throw CniException.NotYet($"no ENI for {PodRegister.Describe(pod)}", Locked(() => _book.Describe(pod, choice, IsReady)), whyNot());
            }

            _news.Wait(news, left < Glance ? left : Glance);
        }
    }

    public void Release(PodAttachment pod)
    {
        lock (_gate)
        {
            _book.Release(pod.Id);
        }

        Changed();
        Wake();
    }

    public IReadOnlyList<PodAttachment> Restore(IReadOnlyList<PodAttachment> pods) =>
        Locked<IReadOnlyList<PodAttachment>>(() => [.. pods.Where(pod => !_book.Take(pod))]);

    private PodAttachment? Try(PodAttachment pod, PodChoice choice, Func<NodeInterface, bool> isReady)
    {
        lock (_gate)
        {
            if (_book.Choose(pod, choice, isReady) is not { } offer)
            {
                return null;
            }

            var leased = EniBook.Give(pod, offer, use);
            _book.Take(leased);
            return leased;
        }
    }

    // A member is made for its pod; what must be there is the trunk.
    private bool IsThere(NodeInterface offer) => sight.IsHome(use == EniUse.Member ? offer.Trunk ?? offer.Mac : offer.Mac);

    private bool IsThere(MacAddress mac) => _book.Offered.Any(offer => offer.Mac == mac && IsThere(offer));

    private bool IsReady(NodeInterface offer) => IsThere(offer) && IsBack(offer);

    private bool IsBack(NodeInterface offer) => use == EniUse.Member || !sight.IsHome(offer.Mac) || IsClean(offer.Mac);

    private T Locked<T>(Func<T> look)
    {
        lock (_gate)
        {
            return look();
        }
    }
}
