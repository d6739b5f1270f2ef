using Fairlead.Agent.Cni;
using Fairlead.Agent.Pods;
using Fairlead.Kubernetes;
using Fairlead.Model.Pods;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Cluster;

/// <summary>
/// How a pod that a runtime brings is to be attached, by what the cluster says of it. From memory where the pod has been seen, which
/// it mostly has: it was bound to the node before its runtime was asked to start it.
/// </summary>
/// <param name="client">Null while there is no store to ask.</param>
/// <param name="hasSlices">Whether the node's own file has slices: then it can serve before a controller has said anything.</param>
internal sealed class PodChooser(ClusterView view, Func<ClusterClient?> client, TimeProvider clock, bool hasSlices)
{
    // News of a pod's binding take tens of milliseconds to come here.
    private static readonly TimeSpan NewsPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SpecPatience = TimeSpan.FromSeconds(20);

    /// <exception cref="CniException">Nobody knows how, or it cannot be had; the message says why.</exception>
    public PodChoice Choose(AttachRequest request)
    {
        var mode = NodeMode();
        if (request.PodName.Length == 0 || request.PodNamespace.Length == 0)
        {
            // No pod of the cluster: a runtime's own, by hand.
            return new PodChoice(UseOf(mode), "");
        }

        var pod = Find(request);
        AwaitClasses(request);
        var choice = PodNetworkChoice.Of(pod, view.LabelsOf(request.PodNamespace), view.Classes, mode);
        return choice.IsRefused
            ? throw new CniException(CniErrorCode.TryAgainLater, $"pod {request.PodNamespace}/{request.PodName} cannot have a network", choice.Refusal)
            : new PodChoice(UseOf(choice.Mode), choice.Class) { AwaitsFixedAddress = HasFixedAddress(pod, choice.Class) };
    }

    private static EniUse? UseOf(PodNetworkMode mode) => mode switch
    {
        PodNetworkMode.SharedEni => EniUse.Shared,
        PodNetworkMode.ExclusiveEni => EniUse.Exclusive,
        PodNetworkMode.MemberEni => EniUse.Member,
        _ => null,
    };

    private bool HasFixedAddress(Pod pod, string podClass) =>
        pod.Metadata.OwnerReferences.Any(owner => owner.Kind == "StatefulSet")
        && view.Classes.Any(item => item.Metadata.Name == podClass && item.Spec.FixedAddress.Enabled);

    private PodNetworkMode NodeMode()
    {
        NodeNetwork? network = null;
        return Await(() => (network = view.Network) is not null || hasSlices, SpecPatience)
            ? network?.Spec.Mode ?? PodNetworkMode.VpcRoute
            : throw new CniException(CniErrorCode.TryAgainLater, "nothing is known of this node's network yet", "the controller has not written its NodeNetwork, or the cluster's store cannot be reached");
    }

    // The store tells of pods, classes and namespaces at the same time, and what an agent takes for a pod of no class stays one.
    private void AwaitClasses(AttachRequest request)
    {
        var lack = "";
        if (!Await(() => (lack = view.LacksForClassOf(request.PodNamespace)).Length == 0, SpecPatience))
        {
            throw new CniException(CniErrorCode.TryAgainLater, $"it is not known how pod {request.PodNamespace}/{request.PodName} gets its network", lack);
        }
    }

    private Pod Find(AttachRequest request)
    {
        Pod? pod = null;
        return Await(() => (pod = view.FindPod(request.PodNamespace, request.PodName)) is not null && IsMeant(pod, request), NewsPatience) ? pod! : Ask(request);
    }

    /// <summary>Whether it is so, or becomes so while there is patience.</summary>
    private bool Await(Func<bool> isSo, TimeSpan patience)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var version = view.Version;
            if (isSo())
            {
                return true;
            }

            var left = patience - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            view.WaitForNews(version, left);
        }
    }

    // A static pod's runtime knows it by another id than the store.
    private static bool IsMeant(Pod pod, AttachRequest request) =>
        request.PodUid.Length == 0 || pod.Metadata.Uid == request.PodUid || pod.Metadata.Annotations.ContainsKey("kubernetes.io/config.mirror");

    private Pod Ask(AttachRequest request)
    {
        var name = $"pod {request.PodNamespace}/{request.PodName}";
        try
        {
            using var patience = new CancellationTokenSource(AskPatience);
            if (client() is not { } store)
            {
                throw new CniException(CniErrorCode.TryAgainLater, $"{name} is not known, and there is no store to ask");
            }

            return store.FindAsync<Pod>(request.PodName, request.PodNamespace, patience.Token).GetAwaiter().GetResult()
                ?? throw new CniException(CniErrorCode.TryAgainLater, $"{name} is not in the cluster's store");
        }
        catch (Exception error) when (error is ClusterException or OperationCanceledException)
        {
            // One of this name that was seen before is better than none: its sandbox may only have been made anew.
            return view.FindPod(request.PodNamespace, request.PodName)
                ?? throw new CniException(CniErrorCode.TryAgainLater, $"{name} has not been seen, and the cluster's store cannot be asked", error.Message, error);
        }
    }
}
