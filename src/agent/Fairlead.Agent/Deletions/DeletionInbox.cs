using Fairlead.Agent.Cni;
using Fairlead.Agent.Log;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Deletions;

/// <summary>Deletions that runtimes asked for while no agent was there to take them: each a file that the plug-in left.</summary>
public sealed class DeletionInbox(string folder, NodeLog log)
{
    // What a plug-in writes is a call of the kind that it would have sent: 'C' and its variables.
    private const byte CallKind = (byte)'C';

    private readonly Lock _lock = new();

    /// <summary>
    /// Carries out what lies there, or waits while somebody else does: what came before this call is done when it returns, but for
    /// pods that somebody is at work with. What fails stays for the next time.
    /// </summary>
    /// <param name="detach">False where somebody is at work with the pod. Throws <see cref="CniException"/> where it cannot be removed yet.</param>
    /// <returns>Those that somebody is at work with.</returns>
    public IReadOnlyList<AttachmentId> TakeUp(Func<AttachmentId, bool> detach)
    {
        // A file is deleted after its deletion is done, so none means nothing under way either.
        if (Files().Length == 0)
        {
            return [];
        }

        lock (_lock)
        {
            return [.. Files().Select(file => TakeUp(file, detach)).OfType<AttachmentId>()];
        }
    }

    /// <returns>Whose turn it is not yet; null where it is done, or has failed.</returns>
    private AttachmentId? TakeUp(string file, Func<AttachmentId, bool> detach)
    {
        try
        {
            if (Read(file) is { } id)
            {
                if (!detach(id))
                {
                    return id;
                }

                log.Say("deletions", $"{id}: a deletion from while no agent was there, done");
            }

            File.Delete(file);
        }
        catch (Exception error) when (error is CniException or IOException or UnauthorizedAccessException)
        {
            log.Say("deletions", file, error);
        }

        return null;
    }

    private string[] Files()
    {
        try
        {
            return Directory.GetFiles(folder, "*.del");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <returns>Null for a file that is no deletion: nobody can ever carry it out.</returns>
    private AttachmentId? Read(string file)
    {
        var body = File.ReadAllBytes(file);
        try
        {
            if (body.Length == 0 || body[0] != CallKind)
            {
                throw new CniException(CniErrorCode.Decoding, "is no call of the plug-in");
            }

            var call = CniInvocation.Read(body.AsMemory(1), -1);
            CniEnvironment.Check(call);
            return CniEnvironment.Attachment(call);
        }
        catch (CniException error)
        {
            log.Say("deletions", $"{file} is dropped", error);
            return null;
        }
    }
}
