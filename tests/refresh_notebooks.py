"""Runs every notebook on the demo shop and keeps its outputs, so that they read well and nbval compares them."""

import nbformat
from nbclient import NotebookClient

from analysis.report import NOTEBOOKS, QUIET

if __name__ == "__main__":
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        place = {"metadata": {"path": str(NOTEBOOKS)}}
        NotebookClient(notebook, record_timing=False, extra_arguments=QUIET, resources=place).execute()
        notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"], "language_info": {"name": "python"}}
        nbformat.write(notebook, path)
        print(path.name)
