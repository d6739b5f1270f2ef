namespace Fairlead.Model.Kernel;

/// <summary>
/// Which network namespace a row belongs to: the node's own, or that of one pod, named by its attachment
/// (<see cref="Pods.AttachmentId"/>). The planner names it, the kernel layer opens it.
/// </summary>
public readonly record struct Netns(string? Attachment)
{
    public static Netns Node => default;

    public bool IsNode => Attachment is null;

    public override string ToString() => Attachment ?? "node";
}
