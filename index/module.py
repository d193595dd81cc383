"""Load the token model with ``SentenceTransformer(folder, trust_remote_code=True)``.

Use it to compare, evaluate or fine-tune the model with the tools of that library, which asks for the flag
before it imports a class that is not its own. ``encode_query`` uses the query scales, ``encode_document`` and
``encode`` the passage scales. The product itself reads the same folder with
:class:`index.embedder.BundledEmbedder`, which needs no torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import torch
import torch.nn.functional as F
from sentence_transformers.base.modules import InputModule

from index.token_table import PASSAGES, QUERIES, TokenTable, quantise, read_table, write_table
from index.tokens import model_tokens


class WeightedTokens(InputModule):
    """L2-normalised weighted sum of token vectors."""

    save_in_root = True

    def __init__(self, model: TokenTable) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library's own
        self.tokens = model.tokens
        self._ids = {token: i for i, token in enumerate(model.tokens)}
        self.table = torch.nn.Parameter(torch.from_numpy(model.table.astype("float32")))
        self.scales = torch.nn.Parameter(torch.from_numpy(model.scales.copy()))

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, task: str | None = None, **kwargs: object
    ) -> dict[str, torch.Tensor]:
        """Cut texts into token ids, one after the other, with the offset at which each text starts.

        Args:
            inputs: the texts.
            prompt: put before each text.
            task: "query" selects the query scales.
            **kwargs: ignored; other modules use them.
        """
        known = [
            [self._ids[token] for token in model_tokens((prompt or "") + text) if token in self._ids]
            for text in inputs
        ]
        lengths = torch.tensor([len(ids) for ids in known])
        return {
            "input_ids": torch.tensor([i for ids in known for i in ids], dtype=torch.long),
            "offsets": lengths.cumsum(0) - lengths,
            "side": torch.tensor(QUERIES if task == "query" else PASSAGES),
        }

    def forward(self, features: dict[str, torch.Tensor], **kwargs: object) -> dict[str, torch.Tensor]:
        """Add ``sentence_embedding``, shape (texts, dimensions), to the features."""
        ids = features["input_ids"]
        weights = self.scales[features["side"]][ids]
        sums = F.embedding_bag(ids, self.table, features["offsets"], mode="sum", per_sample_weights=weights)
        features["sentence_embedding"] = F.normalize(sums, dim=1)
        return features

    def get_embedding_dimension(self) -> int:
        """Return the length of a text vector."""
        return self.table.shape[1]

    def get_config_dict(self) -> dict[str, Any]:
        """Return the content of the configuration file."""
        return {"dimensions": self.table.shape[1], "tokens": len(self.tokens)}

    def save(
        self, output_path: str, *args: object, safe_serialization: bool = True, **kwargs: object
    ) -> None:
        """Write the model's files, quantised again."""
        vectors = self.table.detach().cpu().numpy()
        write_table(quantise(self.tokens, vectors, self.scales.detach().cpu().numpy()), Path(output_path))

    @classmethod
    def load(
        cls,
        model_name_or_path: str,
        subfolder: str = "",
        token: bool | str | None = None,
        cache_folder: str | None = None,
        revision: str | None = None,
        local_files_only: bool = False,
        init_defaults: dict[str, Any] | None = None,
        **kwargs: object,
    ) -> Self:
        """Read the model from a folder, or from a published copy of one; the signature is the library's."""
        folder = cls.load_dir_path(
            model_name_or_path,
            subfolder=subfolder,
            token=token,
            cache_folder=cache_folder,
            revision=revision,
            local_files_only=local_files_only,
        )
        if folder is None:
            raise OSError(f"no folder {subfolder!r} in {model_name_or_path!r}")
        return cls(read_table(Path(folder)))
