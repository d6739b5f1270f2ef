using System.Diagnostics;
using Fairlead.Kubernetes;
using Fairlead.Lab.Kubelets;
using Fairlead.Lab.Pods;
using Fairlead.Lab.Scheduling;
using Fairlead.Lab.Supervision;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using PodStatus = Fairlead.Lab.Supervision.PodStatus;

namespace Fairlead.Lab.Clusters;

/// <summary>Pods as objects of the store, for the lab's own commands.</summary>
internal sealed class ClusterPods(ClusterClient client, SchedulerLoop scheduler, RunningPods running)
{
    // An ADD waits 30 s for an address that is on its way; what comes after is another attempt.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <returns>The pod when it runs, or with what holds it back.</returns>
    /// <exception cref="LabException">The store refuses it.</exception>
    public PodStatus Run(PodRequest request)
    {
        var made = Ask(() => client.CreateAsync(PodRequests.Object(request)));
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var pod = scheduler.Pods.FirstOrDefault(pod => pod.Metadata.Uid == made.Metadata.Uid);
            var isHeldBack = pod is not null && pod.Spec.NodeName.Length == 0 && PodConditions.Complaint(pod) is not null;
            if (pod is { Status.Phase: "Running" } || isHeldBack || Stopwatch.GetElapsedTime(since) > Patience)
            {
                return Describe(pod ?? made);
            }

            Thread.Sleep(Glance);
        }
    }

    /// <summary>Returns when it is gone.</summary>
    /// <exception cref="LabException">There is none, or it does not end.</exception>
    public void Delete(string place)
    {
        var (ns, name) = place.Split('/', 2) is [var space, var rest] ? (space, rest) : (PodRequest.DefaultNamespace, place);
        var pod = Ask(() => client.FindAsync<Pod>(name, ns))
            ?? throw new LabException(Model.Problems.Nearest.Sentence("pod", place, scheduler.Pods.Select(pod => PodRequests.Of(pod).Place)));
        Ask(() => client.DeleteAsync<Pod>(name, ns, pod.Metadata.Uid));
        var since = Stopwatch.GetTimestamp();
        while (scheduler.Pods.Any(other => other.Metadata.Uid == pod.Metadata.Uid))
        {
            if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                throw new LabException($"pod {place} does not end: {PodConditions.Complaint(pod) ?? "its node says nothing"}");
            }

            Thread.Sleep(Glance);
        }
    }

    public IReadOnlyList<PodStatus> List() => [.. scheduler.Pods.Select(Describe).OrderBy(pod => pod.Name, StringComparer.Ordinal)];

    private PodStatus Describe(Pod pod)
    {
        var request = PodRequests.Of(pod);
        var sandbox = running.TryFind(request.Place);
        var isRunning = pod.Status.Phase == "Running";
        return new PodStatus(
            request.Place, pod.Spec.NodeName, sandbox?.Pid ?? 0, sandbox?.ContainerId ?? "",
            [.. pod.Status.PodIPs.Select(ip => InetAddress.Parse(ip.Ip))], request.Labels, request.Annotations, request.Ports)
        {
            Phase = pod.Metadata.DeletionTimestamp is not null ? "Terminating" : pod.Status.Phase.Length == 0 ? "Pending" : pod.Status.Phase,
            Message = isRunning ? null : PodConditions.Complaint(pod),
        };
    }

    private static void Ask(Func<Task> ask) => Ask(async () =>
    {
        await ask().ConfigureAwait(false);
        return true;
    });

    private static T Ask<T>(Func<Task<T>> ask)
    {
        try
        {
            return ask().GetAwaiter().GetResult();
        }
        catch (ClusterException error)
        {
            throw new LabException(error.Message, error);
        }
    }
}
