using Fairlead.Kubernetes;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;

namespace Fairlead.Lab.Clusters;

/// <summary>Tells people what happened to a pod, as events. One that does not get through is not tried again: nothing depends on it.</summary>
/// <param name="component">Who tells: <c>default-scheduler</c>, <c>kubelet</c>.</param>
internal sealed class ClusterNews(ClusterClient client, string component, string host = "")
{
    public async Task TellAsync(Pod pod, bool isWarning, string reason, string message)
    {
        var now = DateTimeOffset.UtcNow;
        try
        {
            await client.CreateAsync(new Event
            {
                Metadata = new ObjectMeta { Name = $"{pod.Metadata.Name}.{Guid.NewGuid().ToString("N")[..16]}", Namespace = pod.Metadata.Namespace },
                InvolvedObject = new ObjectReference { ApiVersion = "v1", Kind = nameof(Pod), Namespace = pod.Metadata.Namespace, Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
                Type = isWarning ? "Warning" : "Normal",
                Reason = reason,
                Message = message,
                Source = new EventSource { Component = component, Host = host },
                FirstTimestamp = now,
                LastTimestamp = now,
            }).ConfigureAwait(false);
        }
        catch (ClusterException)
        {
            // The pod's conditions say the same.
        }
    }
}
