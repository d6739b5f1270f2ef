using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.Requests;

namespace Fairlead.Kubernetes.Store.Replies;

/// <summary>In which form a caller wants to see objects: as they are, or as rows of a table.</summary>
internal abstract class ObjectForm
{
    public static ObjectForm Of(ApiCall call) => new PlainForm();

    public abstract Reply Show(StoredObject stored, int status = 200);

    public abstract Reply Show(ObjectList list);

    /// <summary>For the events of one watch; null for objects as they are.</summary>
    public abstract Func<StoredObject, byte[]>? EventForm();

    private sealed class PlainForm : ObjectForm
    {
        public override Reply Show(StoredObject stored, int status) => Reply.Of(stored, status);

        public override Reply Show(ObjectList list) => list.ToReply();

        public override Func<StoredObject, byte[]>? EventForm() => null;
    }
}
