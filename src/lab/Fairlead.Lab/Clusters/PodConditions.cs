using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;

namespace Fairlead.Lab.Clusters;

/// <summary>Conditions of pods, by the names that Kubernetes gives them.</summary>
internal static class PodConditions
{
    public const string Scheduled = "PodScheduled";
    public const string HasSandbox = "PodReadyToStartContainers";

    private static readonly string[] OfRunning = [Scheduled, HasSandbox, "Initialized", "ContainersReady", "Ready"];

    public static IReadOnlyList<Condition> Running(Pod pod, DateTimeOffset now) =>
        [.. OfRunning.Select(type => new Condition(type, Condition.True, "", "") { LastTransitionTime = Since(pod, type, Condition.True, now) })];

    /// <summary>The pod's conditions with another one of its kind.</summary>
    public static IReadOnlyList<Condition> With(Pod pod, string type, string status, string reason, string message, DateTimeOffset now) =>
    [
        .. pod.Status.Conditions.Where(condition => condition.Type != type),
        new Condition(type, status, reason, message) { LastTransitionTime = Since(pod, type, status, now) },
    ];

    /// <summary>Why the pod does not run yet, in the words of whoever found it out; null where nobody has.</summary>
    public static string? Complaint(Pod pod) => pod.Status.Conditions
        .FirstOrDefault(condition => condition is { Type: Scheduled or HasSandbox, Status: Condition.False, Message.Length: > 0 })?.Message;

    private static DateTimeOffset? Since(Pod pod, string type, string status, DateTimeOffset now) =>
        pod.Status.Conditions.FirstOrDefault(condition => condition.Type == type && condition.Status == status)?.LastTransitionTime ?? now;
}
